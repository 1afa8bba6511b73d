/** Where Prisma's generator finds the schema; the running program does not read this. */

import { defineConfig } from 'prisma/config'

export default defineConfig({ schema: 'prisma/schema.prisma' })
