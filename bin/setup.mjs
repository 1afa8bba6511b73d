/** Makes a fresh clone runnable: packages, then the built dashboard; each only when its inputs changed. */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => path.join(ROOT, ...parts)
const LOG_TAIL_LINES = 40

/** Everything that the built dashboard depends on. */
const BUILD_INPUTS = [
  'app',
  'lib',
  'public',
  'next.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

function* filesBelow(target) {
  if (!existsSync(target)) return
  if (!statSync(target).isDirectory()) return void (yield target)
  for (const entry of readdirSync(target).sort())
    if (entry !== 'fixtures') yield* filesBelow(path.join(target, entry))
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version)
  for (const input of inputs)
    for (const file of filesBelow(at(input)))
      if (!/\.test\.tsx?$/.test(file))
        hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

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
  stamp(marker, wanted)
}
