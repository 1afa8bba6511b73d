'use client'
/** Makes a link: until when, with which passphrase, what is hidden; with the page as a stranger will get it. */

import { type FormEvent, useRef, useState } from 'react'
import { ALL_REDACTED, LINK_DEFAULT_MS, PASSPHRASE_SHORTEST } from '#lib/model/share-link'
import { send } from '../../../shell/send.ts'
import { RulesFields } from './rules-fields.tsx'

const HOUR_MS = 3_600_000
const EXPIRIES: [string, number][] = [
  ['1 hour', HOUR_MS],
  ['1 day', 24 * HOUR_MS],
  ['7 days', LINK_DEFAULT_MS],
  ['30 days', 720 * HOUR_MS],
  ['1 year', 8_760 * HOUR_MS],
]

/** 128 random bits: what is previewed and what is shared call things the same. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

export function ShareDialog({ id, onMade }: { id: string; onMade: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [key, setKey] = useState<string | null>(null)
  const [rules, setRules] = useState(ALL_REDACTED)
  const [expiresInMs, setExpires] = useState(LINK_DEFAULT_MS)
  const [passphrase, setPassphrase] = useState('')
  const [made, setMade] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const open = () => {
    setKey(newKey())
    setMade(null)
    setProblem(null)
    dialog.current?.showModal()
  }
  const make = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const wanted = { expiresInMs, rules, passphrase: passphrase || null, pseudonymKey: key }
    const answer = await send<{ path: string }>('POST', `/api/v1/postmortems/${id}/links`, wanted)
    setBusy(false)
    setProblem(answer.ok ? null : answer.message)
    setMade(answer.ok ? new URL(answer.body.path, location.origin).href : null)
    if (answer.ok) onMade()
  }
  const preview = `/api/v1/postmortems/${id}/preview`
  return (
    <>
      <button type="button" className="primary" onClick={open}>
        Share
      </button>
      <dialog
        ref={dialog}
        className="share-dialog"
        aria-labelledby="share-title"
        onClose={() => {
          setKey(null)
          setPassphrase('')
        }}
      >
        <div className="share-head">
          <h2 id="share-title">Share with someone who cannot sign in</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <div className="share-columns">
          <form className="share-form" onSubmit={make}>
            <button type="submit" className="primary" disabled={busy}>
              {busy ? 'Making the link' : 'Make the link'}
            </button>
            {made && (
              <p className="share-made" role="status">
                It is shown once: <code id="share-link">{made}</code>{' '}
                <button type="button" onClick={() => void navigator.clipboard?.writeText(made)}>
                  Copy
                </button>
              </p>
            )}
            {problem && (
              <p className="share-failed" role="alert">
                {problem}
              </p>
            )}
            <label>
              Leads there for
              <select value={expiresInMs} onChange={(event) => setExpires(Number(event.target.value))}>
                {EXPIRIES.map(([name, ms]) => (
                  <option key={name} value={ms}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Passphrase, if wanted
              <input
                type="password"
                autoComplete="new-password"
                minLength={PASSPHRASE_SHORTEST}
                maxLength={200}
                value={passphrase}
                onChange={(event) => setPassphrase(event.target.value)}
              />
            </label>
            <RulesFields rules={rules} onChange={setRules} />
          </form>
          <div className="share-preview">
            <h3>What you see</h3>
            {key && <iframe title="What you see" src={preview} />}
          </div>
          <div className="share-preview">
            <h3>Exactly what a stranger gets</h3>
            {key && (
              <iframe
                title="Exactly what a stranger gets"
                src={`${preview}?key=${key}&rules=${encodeURIComponent(JSON.stringify(rules))}`}
              />
            )}
          </div>
        </div>
      </dialog>
    </>
  )
}
