'use client'
/** The top of every page: name, pages, freshness of every source, time, theme, help. */

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { may, type Permission } from '#lib/model/role'
import { Clock } from './clock.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { usePerson } from './person.tsx'
import { SignedIn } from './signed-in.tsx'
import { SourceDots } from './source-dots.tsx'
import type { Theme } from './theme.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { keptQuery, useUrlState } from './url-state.ts'
import { Wordmark } from './wordmark.tsx'

const PAGES: { href: string; name: string; needs?: Permission }[] = [
  { href: '/', name: 'Live' },
  { href: '/timeline', name: 'Timeline' },
  { href: '/incidents', name: 'Incidents' },
  { href: '/postmortems', name: 'Postmortems' },
  { href: '/imports', name: 'Imports' },
  { href: '/sources', name: 'Sources' },
  { href: '/people', name: 'People', needs: 'manage-people' },
]

const isUnder = (path: string, href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))

export function Header({ theme }: { theme: Theme }) {
  const path = usePathname()
  const url = useUrlState()
  const kept = keptQuery(url)
  const { role } = usePerson()
  const nav = useRef<HTMLElement>(null)
  // Where there is little room the pages lie in one line that is wider than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for every page
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]')
    if (nav.current && current) nav.current.scrollLeft = current.offsetLeft - nav.current.clientWidth / 2
  }, [path])
  const pages = PAGES.filter(({ needs }) => !needs || may(role, needs))
  return (
    <header className="header" data-kiosk={url.kiosk || undefined}>
      <Link href={`/${kept}`} prefetch={false} className="home" aria-label="Polygraph, live page">
        <Wordmark />
      </Link>
      <nav ref={nav} aria-label="Pages" className="control">
        {pages.map(({ href, name }) => (
          <Link
            key={href}
            href={`${href}${kept}`}
            prefetch={false}
            aria-current={isUnder(path, href) ? 'page' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      <SourceDots />
      <Clock />
      <div className="header-controls control">
        <SignedIn />
        <ThemeSwitch initial={theme} />
        <HelpDialog />
      </div>
    </header>
  )
}
