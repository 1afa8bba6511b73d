import { describe, expect, it } from 'vitest'
import { parseLine } from '../../parse-line.ts'

describe('states', () => {
  it.each([
    ['Server p/s is DOWN for maintenance.', { from: null, to: 'maint' }],
    ['Server p/s is UP (leaving maintenance).', { from: 'maint', to: 'up' }],
    [
      'Server p/s was DOWN and now enters maintenance (No IP for server ). 0 active and 0 backup servers left. 1 sessions active, 2 requeued, 3 remaining in queue.',
      { from: 'down', to: 'maint', reason: 'No IP for server', sessionsActive: 1, requeued: 2, queued: 3 },
    ],
    [
      'Backup Server p/s is going DOWN for maintenance (DNS NX status). 1 active and 0 backup servers left. Running on backup. 0 sessions active, 0 requeued, 0 remaining in queue.',
      { backup: true, to: 'maint', reason: 'DNS NX status', activeLeft: 1, backupLeft: 0 },
    ],
    ['Server p/s is DOWN/DRAIN (leaving forced maintenance).', { from: 'maint', to: 'drain' }],
    ["Server p/s ('a.b') is UP/READY (resolves again).", { from: 'maint', to: 'up' }],
    ["Server p/s ('a.b') resolves again but remains in maintenance.", { from: 'maint', to: 'maint' }],
    ['Server p/s administratively READY thanks to valid DNS answer.', { to: 'up' }],
    ['Server p/s remains in forced drain mode.', { from: 'drain', to: 'drain' }],
    ['Server p/s is DOWN (leaving drain).', { from: 'drain', to: 'down' }],
    [
      'Server p/s is DOWN, changed from server-state after a reload via q/t. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
      { to: 'down', changedFrom: 'server-state after a reload', via: 'q/t' },
    ],
    [
      'Server p/s is DOWN, reason: Layer4 connection problem, info: "SSL <22>x<22> (ECONNREFUSED) at step 1. ok", check duration: 12ms. 0 active and 0 backup servers left. 4 sessions active, 0 requeued, 0 remaining in queue.',
      {
        to: 'down',
        reason: 'Layer4 connection problem',
        info: 'SSL "x" (ECONNREFUSED) at step 1. ok',
        checkDurationMs: 12,
        sessionsActive: 4,
      },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({
      ok: true,
      kind: 'server-state',
      pool: 'p',
      server: 's',
      ...expected,
    })
  })

  it.each([
    [
      'Health check for server p/s conditionally succeeded, reason: Layer7 check conditionally passed, code: 404, check duration: 2ms, status: 3/3 UP.',
      { agent: false, succeeded: true, code: 404, to: 'up' },
    ],
    [
      'Agent check for backup server p/s failed, reason: Layer7 wrong status, info: "down", check duration: 2ms, status: 0/1 DOWN.',
      { agent: true, backup: true, succeeded: false, health: 0, healthMax: 1, to: 'down' },
    ],
    [
      'Health check for server p/s succeeded, reason: Layer4 check passed, check duration: 0ms, status: 3/3 DRAIN.',
      { to: 'drain' },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({ kind: 'health-check', pool: 'p', server: 's', ...expected })
  })

  it.each([
    ["proxy 'p' has no server available!", { kind: 'pool-empty', pool: 'p' }],
    ['Stopping proxy p in 0 ms.', { kind: 'proxy-state', proxy: 'p', to: 'stopping' }],
    ['Proxy p stopped (FE: 0 conns, BE: 0 conns).', { kind: 'proxy-state', proxy: 'p', to: 'stopped' }],
    ['Paused frontend p.', { kind: 'proxy-state', proxy: 'p', to: 'paused' }],
    [
      '1p/s changed its IP from (none) to ::1 by DNS cache.',
      { kind: 'server-address', pool: '1p', from: '(none)', to: '::1', by: 'DNS cache' },
    ],
  ])('reads %s', (line, expected) => {
    expect(parseLine(line)).toMatchObject({ ok: true, ...expected })
  })
})
