/** The frame of the pages that nobody needs to be signed in for: theme and name, no live connection. */

import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import '../tokens.css'
import '../base.css'
import '../shell/shell.css'
import './sign-in.css'
import { themeOf } from '../shell/theme.ts'
import { Wordmark } from '../shell/wordmark.tsx'

export const metadata: Metadata = { title: 'Sign in · Polygraph', robots: { index: false, follow: false } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function Layout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get('theme')?.value)
  return (
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body>
        <main className="sign-in-page">
          <Wordmark />
          {children}
        </main>
      </body>
    </html>
  )
}
