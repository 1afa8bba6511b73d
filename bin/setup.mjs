/** Makes a fresh clone runnable: packages, then the built dashboard; each only when its inputs changed. */

import { spawn, spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { compressStatic } from './compress-static.mjs'
import { datesOf, hashOf, ROOT } from './hash-sources.mjs'

export { ROOT }

const at = (...parts) => path.join(ROOT, ...parts)
const LOG_TAIL_LINES = 40

/** Everything that the agent's single file depends on. */
const AGENT_INPUTS = ['agent', 'lib/model', 'lib/sources/host', 'package-lock.json']

/** Everything that the joined server depends on. */
const SERVER_INPUTS = ['bin', 'server', 'lib', 'agent', 'package.json', 'package-lock.json']

/** Everything that reads a log. */
const ANALYZER_INPUTS = ['bin/bundle.mjs', 'bin/commands', 'lib', 'server', 'package-lock.json']

/** Everything that the built dashboard depends on. */
const BUILD_INPUTS = [
  'bin/bundle-early.mjs',
  'bin/compress-static.mjs',
  'app',
  'lib',
  'public',
  'instrumentation-client.ts',
  'next.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

const stamped = (file, value) => existsSync(file) && readFileSync(file, 'utf8') === value
function stamp(file, value) {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, value)
}

/** Runs one step behind a line that counts its seconds; its output is shown only if it fails. */
async function step(title, command, args, env = {}) {
  const started = Date.now()
  const live = process.stderr.isTTY
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`
  if (!live) process.stderr.write(`${title} …\n`)
  const timer = live && setInterval(() => process.stderr.write(`\r${title} … ${seconds()}`), 250)
  const tail = []
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      tail.push(...String(data).split('\n'))
      tail.splice(0, Math.max(0, tail.length - LOG_TAIL_LINES))
    })
  const code = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', resolve)
  })
  if (timer) clearInterval(timer)
  process.stderr.write(`${live ? '\r' : ''}${title} … ${code === 0 ? 'done' : 'failed'} in ${seconds()}\n`)
  if (code !== 0) {
    process.stderr.write(
      `${tail.join('\n')}\n${command} ${args.join(' ')} ended with ${code}. Nothing was started.\n`,
    )
    process.exit(1)
  }
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(
    `Polygraph needs Node 20.19 or newer; this is ${process.version}. Nothing was changed.\n`,
  )
  process.exit(1)
}

export async function ensurePackages() {
  const marker = at('node_modules', '.polygraph-packages')
  const wanted = hashOf(['package-lock.json'])
  if (stamped(marker, wanted)) return
  await step('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  stamp(marker, wanted)
}

export async function ensureBuilt() {
  const marker = at('.next', 'polygraph-build')
  const wanted = hashOf(BUILD_INPUTS)
  if (stamped(marker, wanted)) return
  await step(
    'Building the dashboard',
    process.execPath,
    [at('node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    {
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    },
  )
  const { bundleEarly } = await import('./bundle-early.mjs')
  await bundleEarly(ROOT, at('.next', 'early'))
  compressStatic(at('.next', 'static'))
  stamp(marker, wanted)
}

/** Where files made from the sources lie, beside the packages; null where this user can't write there. */
function cacheFolder() {
  const folder = at('node_modules', '.cache', 'polygraph')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    return null
  }
}

/** One file made of many, kept until their hash changes; `elsewhere` is asked for a folder where it can't be kept. */
function ensureFile(what, hash, argsFor, elsewhere) {
  const name = `${what}-${hash.slice(0, 16)}.mjs`
  const made = at('node_modules', '.cache', 'polygraph', name)
  if (existsSync(made)) return made
  const folder = cacheFolder() ?? elsewhere()
  if (folder === null) return null
  const file = path.join(folder, name)
  // Another start at the same moment must not find half of it.
  const part = `${file}.${process.pid}`
  const { status, stderr } = spawnSync(process.execPath, argsFor(part), { cwd: ROOT, encoding: 'utf8' })
  if (status === 0) {
    renameSync(part, file)
    // Those of older sources are loaded by whoever runs them, and no longer wanted.
    for (const old of readdirSync(folder))
      if (old.startsWith(`${what}-`) && old.endsWith('.mjs') && old !== name)
        rmSync(path.join(folder, old), { force: true })
    return file
  }
  process.stderr.write(`The ${what} could not be built: ${stderr}\n`)
  process.exit(1)
}

/** The agent as one file: running that keeps the compiler out of the agent's memory. */
export const ensureAgent = () =>
  ensureFile(
    'agent',
    hashOf(AGENT_INPUTS, ROOT),
    (file) => ['--import', 'tsx', at('agent', 'write-file.ts'), file],
    () => mkdtempSync(path.join(tmpdir(), 'polygraph-')),
  )

/** The server as one file: hundreds of modules to compile and link are half of a start. Its packages must be near. */
export const ensureServer = () =>
  ensureFile(
    'server',
    hashOf(SERVER_INPUTS, ROOT),
    (file) => [at('bin', 'bundle.mjs'), at('bin', 'commands', 'start.ts'), file],
    () => null,
  )

/** The reader of logs, the thread it reads large ones with, and the close look: each loads in a tenth of a second, not in a whole one. */
export function ensureAnalyzer() {
  const hash = datesOf(ANALYZER_INPUTS)
  const bundled = (what, entry) =>
    ensureFile(
      what,
      hash,
      (file) => [at('bin', 'bundle.mjs'), at(...entry), file],
      () => null,
    )
  const thread = bundled('analysis-thread', ['server', 'analysis', 'run-analysis.ts'])
  const closeLook = bundled('close-look', ['server', 'analysis', 'find-incidents.ts'])
  if (thread && closeLook)
    Object.assign(process.env, { POLYGRAPH_ANALYSIS_THREAD: thread, POLYGRAPH_CLOSE_LOOK: closeLook })
  return bundled('analyzer', ['bin', 'commands', 'analyze.ts'])
}

/** The page for strangers, built before anyone waits for it; null where it can't be kept: the server then builds it. */
export const ensureSharedPage = () =>
  ensureFile(
    'shared-page',
    hashOf(['app', 'lib', 'server/postmortems/build-page.ts', 'package-lock.json'], ROOT),
    (file) => ['--import', 'tsx', at('server', 'postmortems', 'write-page.ts'), file],
    () => null,
  )
