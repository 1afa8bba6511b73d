/** Keys and configuration of the bastion's sshd and of those who log in there: made for the run, kept in its folder. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from './can-run.ts'

export type SshFiles = { sshd: string[]; clientConfig: string; payload: string }

const PAYLOAD_BYTES = 64 * 1024 * 1024
const KILOBITS_PER_SECOND = 8000

export function makeSshFiles(runDir: string, port: number): SshFiles {
  const dir = path.join(runDir, 'ssh')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const at = (file: string) => path.join(dir, file)
  for (const key of ['host', 'deploy'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', at(key)])
  writeFileSync(
    at('sshd_config'),
    [
      `Port ${port}`,
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('deploy.pub')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'PrintLastLog no',
      'PrintMotd no',
      'UseDNS no',
      'AcceptEnv none',
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  )
  writeFileSync(
    at('ssh_config'),
    [
      'Host *',
      '  User root',
      `  IdentityFile ${at('deploy')}`,
      '  IdentitiesOnly yes',
      '  StrictHostKeyChecking no',
      '  UserKnownHostsFile /dev/null',
      '  LogLevel ERROR',
      '  ControlPath none',
      '',
    ].join('\n'),
  )
  writeFileSync(at('payload'), Buffer.alloc(PAYLOAD_BYTES, 'release '))
  return {
    // sshd starts itself anew for each login and insists on its full path.
    sshd: [findProgram('sshd') ?? 'sshd', '-D', '-e', '-f', at('sshd_config')],
    clientConfig: at('ssh_config'),
    payload: at('payload'),
  }
}

const inTerminal = (command: string) => ['script', '-qefc', command, '/dev/null']

/** A deploy that prints as it goes: its terminal only receives. */
export function deployCommand(files: SshFiles, address: string, port: number): string[] {
  const steps = 'i=0; while [ $i -lt 600 ]; do echo "deploy: step $i of 600"; sleep 0.3; i=$((i+1)); done'
  return inTerminal(`ssh -tt -F ${files.clientConfig} -p ${port} ${address} '${steps}'`)
}

/** A copy through the load balancer, paced so that it outlasts the scenario. */
export function copyCommand(
  files: SshFiles,
  address: string,
  port: number,
  direction: 'copy-in' | 'copy-out',
): string[] {
  const there = address.includes(':') ? `[${address}]` : address
  const copy = `scp -F ${files.clientConfig} -l ${KILOBITS_PER_SECOND} -P ${port}`
  return inTerminal(
    direction === 'copy-out'
      ? `${copy} ${files.payload} ${there}:/run/release`
      : `${copy} ${there}:${files.payload} /run/release`,
  )
}
