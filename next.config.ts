/** Next inside our own server: pages are dynamic, nothing is fetched from elsewhere. */

import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked by `npm run verify`; a build on someone's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-libsql', 'libsql', '@libsql/client'],
}

export default config
