/** Checks the house: the import table of docs/ARCHITECTURE.md, purity, file sizes and names. */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const MAX_LINES = 250
const MAX_PAGE_LINES = 30
const IMPURE = [
  [/\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, 'reads the clock'],
  [/\bprocess\.(env|argv|cwd)/, 'reads the environment'],
  [/\bMath\.random\(|\brandomUUID\(/, 'is random'],
  [/from 'node:(fs|net|http|https|dgram|child_process|os|tls|timers|crypto)/, 'reaches outside'],
  [/^(let|var) /m, 'keeps state at module level'],
  [/^const \w+(: [^=]+)? = new (Map|Set|WeakMap)\(\)/m, 'keeps state at module level'],
]

const table = new Map()
for (const line of readFileSync('docs/ARCHITECTURE.md', 'utf8').split('\n')) {
  const row = /^\| `([^`]+)` \| .* \| (.*) \|$/.exec(line)
  if (row)
    table.set(
      row[1],
      [...row[2].matchAll(/`([^`]+)`/g)].map((m) => m[1]),
    )
}
const rooms = [...table.keys()].sort((a, b) => b.length - a.length)
const roomOf = (file) => rooms.find((room) => file.startsWith(`${room}/`)) ?? null
const isPure = (room) => room?.startsWith('lib/') && room !== 'lib/store' && room !== 'lib/live'
// A test may feed its room through the rooms before it.
const isTest = (file) => /\.(test|integration|e2e)\.tsx?$/.test(file)
const allows = (room, target) =>
  room === target ||
  table.get(room).some((may) => may === target || (may === 'lib/*' && target.startsWith('lib/')))

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  .toString()
  .split('\0')
  .filter((f) => /\.(ts|tsx|mjs|css)$/.test(f) && existsSync(f) && !f.includes('/generated/'))

const problems = []
for (const file of files) {
  const text = readFileSync(file, 'utf8')
  const room = roomOf(file)
  const lines = text.split('\n').length - 1
  const limit = path.basename(file) === 'page.tsx' ? MAX_PAGE_LINES : MAX_LINES
  if (lines > limit) problems.push(`${file}: ${lines} lines, the limit is ${limit}`)
  if (!/^(\[[^\]]+\]|[a-z0-9-]+)(\.[a-z0-9-]+)*$/.test(path.basename(file)))
    problems.push(`${file}: not a kebab-case name`)
  if (/(^|\/)(utils|helpers|common|types|constants|index)\.tsx?$/.test(file))
    problems.push(`${file}: a name that says nothing`)
  if (!room) continue
  for (const [, spec] of text.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)) {
    if (!spec) continue
    let target = null
    if (spec.startsWith('#')) target = `${spec.slice(1)}.ts`
    else if (spec.startsWith('.')) target = path.posix.join(path.posix.dirname(file), spec)
    const targetRoom = target && roomOf(target)
    if (targetRoom && !allows(room, targetRoom) && !(isTest(file) && targetRoom.startsWith('lib/')))
      problems.push(`${file}: ${room} may not import ${targetRoom} (${spec})`)
    if (/^(@prisma|prisma)/.test(spec) && room !== 'lib/store')
      problems.push(`${file}: only lib/store knows Prisma`)
    if (/^socket\.io/.test(spec) && room !== 'lib/live' && !/^(bench|e2e)/.test(file))
      problems.push(`${file}: only lib/live knows socket.io`)
  }
  if (isPure(room) && !isTest(file))
    for (const [pattern, what] of IMPURE)
      if (pattern.test(text)) problems.push(`${file}: ${what}; ${room} is pure`)
}

for (const doc of files
  .concat(['README.md', 'docs/ARCHITECTURE.md'])
  .filter((f) => f.endsWith('.md') && existsSync(f)))
  for (const [, target] of readFileSync(doc, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g))
    if (!existsSync(path.join(path.dirname(doc), target))) problems.push(`${doc}: ${target} does not exist`)

for (const problem of problems) console.error(problem)
console.log(`rooms: ${files.length} files, ${problems.length} problems`)
process.exitCode = problems.length ? 1 : 0
