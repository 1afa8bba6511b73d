/** The frame of every page: theme, the live connection with the stored picture to begin with, the header. */

import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import '../tokens.css'
import '../base.css'
import '../words/words.css'
import '../words/sentences.css'
import '../shell/shell.css'
import { firstPicture } from '../first-picture.ts'
import { readPerson } from '../read-person.ts'
import { readImport, readLiveSnapshot } from '../read-store.ts'
import { Announcer } from '../shell/announcer.tsx'
import { ConnectionBanner } from '../shell/connection-banner.tsx'
import { ConnectionMarks } from '../shell/connection-marks.tsx'
import { Header } from '../shell/header.tsx'
import { ImportBanner } from '../shell/import-banner.tsx'
import { LiveProvider } from '../shell/live-provider.tsx'
import { PersonProvider } from '../shell/person.tsx'
import { themeOf } from '../shell/theme.ts'

export const metadata: Metadata = {
  title: { default: 'Polygraph', template: '%s · Polygraph' },
  description: 'What HAProxy claims, beside what its traffic says.',
}
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function Layout({ children }: { children: ReactNode }) {
  // The front door has asked already; a page that is reached in any other way shows nothing.
  const person = await readPerson()
  if (!person) redirect('/sign-in')
  const theme = themeOf((await cookies()).get('theme')?.value)
  const snapshot = await readLiveSnapshot()
  const stored = snapshot && firstPicture(snapshot)
  const imported = await readImport()
  return (
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body data-connection="connecting" suppressHydrationWarning>
        <a className="skip-link" href="#main">
          Skip to what is wrong
        </a>
        <PersonProvider person={person}>
          <LiveProvider stored={stored} isOver={imported !== null}>
            <ConnectionMarks />
            <Header theme={theme} />
            {imported ? <ImportBanner imported={imported} /> : <ConnectionBanner />}
            <main id="main" tabIndex={-1}>
              {children}
            </main>
            <Announcer />
          </LiveProvider>
        </PersonProvider>
      </body>
    </html>
  )
}
