/** `polygraph start`: serves the dashboard until it is told to stop. */

import { setFlagsFromString } from 'node:v8'
import { StoreError } from '#lib/store/store-error'
import { createApp } from '#server/create-app'
import { readSettings } from '#server/settings/read-settings'
import { SettingsError } from '#server/settings/settings'
import { ensureBuilt, ensureSharedPage } from '../setup.mjs'

export const START_HELP = `Usage: polygraph start [options]

  --haproxy NAME=ADDRESS  a load balancer to watch; may be given several times
                          lb1=unix:/run/haproxy/admin.sock
                          lb1=tcp://10.0.0.5:9999
                          lb1=http://user:password@10.0.0.5:8404/stats
  --haproxy-config NAME=FILE  its haproxy.cfg, for check settings; read again when it changes
  --syslog ADDRESS        receive its log: udp://127.0.0.1:5514 or tcp://127.0.0.1:5514
  --log FILE              follow a log file
  --replay FILE           play a recording
  --record FILE           write a recording (.ndjson.gz) of all that is watched
  --config FILE           settings in YAML (default: polygraph.yaml, where there is one)
  --host ADDRESS          where to listen (default: 127.0.0.1)
  --port PORT             (default: 3000)
  --url URL               where browsers reach it through a proxy: https://polygraph.example
  --data FOLDER           where the record is kept (default: ./data)
  --open-access           no sign-in at all; on loopback only, where everyone is then an admin

The first start prints a link that makes the first admin; it is good once and for an hour, and the next start prints
a new one. Locked out? polygraph person link --role admin

Without any source it looks for HAProxy's socket in the usual places.
`

const STOP_WITHIN_MS = 5000

function describe(settings: ReturnType<typeof readSettings>): string {
  const watched = [
    ...settings.haproxy.map((one) => `${one.name} (${one.shown})`),
    ...settings.syslog.map((one) => `syslog ${one.transport}://${one.host}:${one.port}`),
    ...settings.logs.map((one) => one.path),
    ...(settings.replay ? [`recording ${settings.replay}`] : []),
  ]
  return watched.length
    ? `watching ${watched.join(', ')}`
    : 'no source configured: looking for HAProxy sockets in the usual places'
}

/** A server that listens everywhere is reached here by this machine's own address. */
function firstLinkWords(link: string): string {
  const here = link.replace(/^http:\/\/(0\.0\.0\.0|\[::\]):/, 'http://127.0.0.1:')
  return `Polygraph: nobody can sign in yet. Make the first admin, within the hour and once:\n  ${here}`
}

export async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(START_HELP)
    return 0
  }
  try {
    const settings = readSettings(args, process.cwd())
    await ensureBuilt()
    process.stderr.write(`Polygraph: ${describe(settings)}\n`)
    const app = await createApp(settings, ensureSharedPage())
    // It runs for months beside a load balancer: from here on memory counts for more than a few per cent of speed.
    setFlagsFromString('--optimize-for-size')
    process.stderr.write(`Polygraph: ready at ${app.url}\n`)
    if (app.firstLink)
      process.stderr.write(`${firstLinkWords((settings.publicUrl ?? app.url) + app.firstLink)}\n`)
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    // A second signal, or a connection that will not end, must not keep it here.
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    await app.stop()
    process.stderr.write('Polygraph: stopped; everything is saved\n')
    return 0
  } catch (error) {
    if (!(error instanceof SettingsError) && !(error instanceof StoreError)) throw error
    process.stderr.write(`${error.message}\nNothing was started.\n`)
    return 2
  }
}
