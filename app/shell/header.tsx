'use client'
/** The top of every page: name, pages, freshness of every source, time, theme, help. */

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Clock } from './clock.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { SourceDots } from './source-dots.tsx'
import type { Theme } from './theme.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { keptQuery, useUrlState } from './url-state.ts'
import { Wordmark } from './wordmark.tsx'

const PAGES = [
  { href: '/', name: 'Live' },
  { href: '/incidents', name: 'Incidents' },
  { href: '/sources', name: 'Sources' },
]

const isUnder = (path: string, href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))

export function Header({ theme }: { theme: Theme }) {
  const path = usePathname()
  const url = useUrlState()
  const kept = keptQuery(url)
  return (
    <header className="header" data-kiosk={url.kiosk || undefined}>
      <Link href={`/${kept}`} className="home" aria-label="Polygraph, live page">
        <Wordmark />
      </Link>
      <nav aria-label="Pages" className="control">
        {PAGES.map(({ href, name }) => (
          <Link key={href} href={`${href}${kept}`} aria-current={isUnder(path, href) ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <SourceDots />
      <Clock />
      <div className="header-controls control">
        <ThemeSwitch initial={theme} />
        <HelpDialog />
      </div>
    </header>
  )
}
