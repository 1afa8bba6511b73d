import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readProcTcp } from './read-proc-tcp.ts'

const read = (file: string) =>
  readProcTcp(readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8')).map(
    ({ local, remote, state, retransmitting }) => [local, remote, state, retransmitting],
  )

test('reads addresses in the order of the machine, states and the retransmission timer', () => {
  expect(read('tcp-one-unanswered.txt')).toEqual([
    ['0.0.0.0:80', '0.0.0.0:0', 'listen', false],
    ['10.20.0.100:46760', '10.20.0.100:99', 'syn-sent', true],
    ['10.20.0.100:39048', '10.20.0.100:81', 'established', false],
    ['10.20.0.100:80', '10.20.0.100:40200', 'established', false],
    ['10.20.0.100:40200', '10.20.0.100:80', 'established', false],
  ])
})

test('writes IPv6 in its short form and mapped IPv4 as IPv4', () => {
  expect(read('tcp6-with-mapped-ipv4.txt')).toEqual([
    ['[::]:81', '[::]:0', 'listen', false],
    ['10.20.0.100:81', '10.20.0.100:39048', 'established', false],
    ['[fd00:20::100]:50942', '[fd00:20::100]:81', 'established', false],
    ['[fd00:20::100]:81', '[fd00:20::100]:50942', 'established', false],
  ])
})

test('has nothing to say of an empty text', () => expect(readProcTcp('')).toEqual([]))
