/** Asks for one complete list: by `ip`, and where that is missing by what the kernel shows in files. */

import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import type { AddressReading, LinkReading, NeighbourReading } from '../lib/model/host-report.ts'
import { parseAddresses } from '../lib/sources/host/parse-addresses.ts'
import { parseLinks } from '../lib/sources/host/parse-links.ts'
import type { Announcement } from '../lib/sources/host/parse-monitor-line.ts'
import { parseNeighbours } from '../lib/sources/host/parse-neighbours.ts'
import { parseProcArp } from '../lib/sources/host/parse-proc-arp.ts'
import { parseRoutes } from '../lib/sources/host/parse-routes.ts'
import type { Listing, Rejects } from '../lib/sources/host/rejects.ts'
import type { Programs } from './run-program.ts'

type What = Announcement['what']
export type KernelList = { readings: Announcement['reading'][]; rejects: Rejects }

/** Null where it can't be had now. */
export async function listKernel(what: What, programs: Programs): Promise<KernelList | null> {
  switch (what) {
    case 'link':
      return read(programs, parseLinks, ['-o', '-d', 'link'])
    case 'address':
      return read(programs, parseAddresses, ['-o', 'addr'])
    case 'neighbour':
      return read(programs, parseNeighbours, ['-o', 'neigh'])
    case 'route': {
      const [four, six] = await Promise.all([
        read(programs, (text) => parseRoutes(text, 4), ['-o', '-4', 'route']),
        read(programs, (text) => parseRoutes(text, 6), ['-o', '-6', 'route']),
      ])
      if (!four || !six) return null
      return { readings: [...four.readings, ...six.readings], rejects: { ...four.rejects, ...six.rejects } }
    }
  }
}

async function read<T>(
  programs: Programs,
  parse: (text: string) => Listing<T>,
  args: string[],
): Promise<Listing<T> | null> {
  const output = await programs.run('ip', args)
  return output.ok ? parse(output.text) : null
}

/** Without `ip`: addresses and MACs by the C library, IPv4 neighbours by /proc/net/arp, no routes. */
export function listWithoutIp(what: What): KernelList | null {
  const interfaces = Object.entries(networkInterfaces())
  if (what === 'link')
    return { readings: interfaces.map(([name, all]) => link(name, all ?? [])), rejects: {} }
  if (what === 'address')
    return {
      readings: interfaces.flatMap(([name, all]) => (all ?? []).map((one) => address(name, one))),
      rejects: {},
    }
  if (what === 'route') return null
  try {
    const listing: Listing<NeighbourReading> = parseProcArp(readFileSync('/proc/net/arp', 'latin1'))
    return listing
  } catch {
    return null
  }
}

type Interface = NonNullable<ReturnType<typeof networkInterfaces>[string]>[number]

function link(name: string, all: Interface[]): LinkReading {
  const one = all[0]
  const loopback = one?.internal ?? false
  return { name, mac: loopback ? null : (one?.mac ?? null), up: true, carrier: null, loopback, type: null }
}

function address(name: string, one: Interface): AddressReading {
  const scope = one.internal ? 'host' : one.address.startsWith('fe80:') ? 'link' : 'global'
  const prefixLength = Number(one.cidr?.split('/')[1] ?? 0)
  return { address: one.address.toLowerCase(), prefixLength, link: name, scope, usable: true }
}
