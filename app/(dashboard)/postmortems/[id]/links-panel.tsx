'use client'
/** Links that were made: until when they lead here, who opened them, and an end to each at once. */

import { useCallback, useEffect, useState } from 'react'
import type { LinkAccess, ShareLink } from '#lib/model/share-link'
import { utc } from '#lib/postmortems/to-markdown'
import { send } from '../../../shell/send.ts'

type Props = { id: string; made: number }

export function LinksPanel({ id, made }: Props) {
  const [links, setLinks] = useState<ShareLink[]>([])
  const [opened, setOpened] = useState<{ link: string; accesses: LinkAccess[] } | null>(null)
  const load = useCallback(async () => {
    const answer = await fetch(`/api/v1/postmortems/${id}/links`).catch(() => null)
    if (answer?.ok) setLinks((await answer.json()) as ShareLink[])
  }, [id])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each link that is made
  useEffect(() => {
    void load()
  }, [load, made])
  const revoke = async (link: string) => {
    const answer = await send('DELETE', `/api/v1/links/${link}`)
    if (!answer.ok) window.alert(answer.message)
    await load()
  }
  const show = async (link: string) => {
    const answer = await fetch(`/api/v1/postmortems/${id}/links/${link}/access`).catch(() => null)
    if (answer?.ok) setOpened({ link, accesses: (await answer.json()) as LinkAccess[] })
  }
  if (links.length === 0) return null
  return (
    <section className="panel" aria-labelledby="links-title">
      <div className="panel-head">
        <h2 id="links-title">Links</h2>
        <span className="shown">{links.length}</span>
      </div>
      <ul className="links-list">
        {links.map(({ id: link, createdAtMs, createdBy, expiresAtMs, revokedAtMs, hasPassphrase }) => (
          <li key={link} data-link={link} data-revoked={revokedAtMs !== null || undefined}>
            <span>
              made {utc(createdAtMs).slice(0, 16)} UTC by {createdBy || 'someone'}
            </span>
            <span className="quiet">
              {revokedAtMs === null
                ? `until ${utc(expiresAtMs).slice(0, 19)} UTC`
                : `revoked ${utc(revokedAtMs).slice(0, 19)} UTC`}
              {hasPassphrase && ', with a passphrase'}
            </span>
            <span className="link-acts">
              <button type="button" onClick={() => void show(link)}>
                Who opened it
              </button>
              {revokedAtMs === null && (
                <button type="button" onClick={() => void revoke(link)}>
                  Revoke
                </button>
              )}
            </span>
            {opened?.link === link && <Accesses accesses={opened.accesses} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Accesses({ accesses }: { accesses: LinkAccess[] }) {
  if (accesses.length === 0) return <span className="quiet">Nobody has opened it yet.</span>
  return (
    <table>
      <thead>
        <tr>
          {['Time, UTC', 'Address', 'Browser', 'What came of it'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {accesses.slice(0, 100).map(({ atMs, address, agent, outcome }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be of one moment
          <tr key={`${atMs} ${at}`}>
            <td>{utc(atMs).slice(0, 19)}</td>
            <td>{address}</td>
            <td>{agent}</td>
            <td>{outcome.replace('-', ' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
