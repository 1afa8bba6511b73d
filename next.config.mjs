/** Next inside our own server: pages are dynamic, nothing is fetched from elsewhere. Plain JavaScript: TypeScript here would load a compiler into the server. */

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  experimental: {
    // Who starts it at 02:14 waits for one page, not for all of them.
    preloadEntriesOnStart: false,
    // A page's styles come with it: it is drawn as soon as it is there.
    inlineCss: true,
  },
  // Types are checked by `npm run verify`; a build on someone's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-libsql', 'libsql', '@libsql/client'],
}

export default config
