/** Hands a subcommand its arguments; the exit code comes back. */

const HELP = `Usage: polygraph <subcommand> [options]

  start    serve the dashboard and watch load balancers
  agent    watch this host and report to a dashboard
  token    create a token for the API
  person   print a one-time link for someone to sign in, or to get back in
  parse    print a log as one JSON object a line
  analyze  report what logs say: pools, servers, failures, the worst minutes
  replay   serve the dashboard with a recording
  lint     say what the check settings of a haproxy.cfg trade
  lab      play real failovers and score what is reported

polygraph <subcommand> --help says more.
`

const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }

export async function main(subcommand: string, args: string[]): Promise<number> {
  switch (subcommand) {
    case 'start':
      return (await import('./commands/start.ts')).run(args)
    case 'replay':
      return (await import('./commands/replay.ts')).run(args)
    case 'token':
      return (await import('./commands/token.ts')).run(args)
    case 'person':
      return (await import('./commands/person.ts')).run(args)
    case 'parse':
      return (await import('./commands/parse.ts')).run(args, io)
    case 'analyze':
      return (await import('./commands/analyze.ts')).run(args)
    case 'lint':
      return (await import('./commands/lint.ts')).run(args, {
        ...io,
        noColor: (process.env.NO_COLOR ?? '') !== '',
      })
    case 'lab':
      return (await import('./commands/lab.ts')).run(args)
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(HELP)
      return 0
    default:
      process.stderr.write(`polygraph: there is no subcommand "${subcommand}".\n\n${HELP}`)
      return 2
  }
}
