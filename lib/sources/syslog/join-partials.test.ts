import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  endPartials,
  JOINED_LENGTH_LIMIT,
  joinPartials,
  startPartials,
  UNSURE_LIMIT,
} from './join-partials.ts'
import type { StreamFrame } from './split-stream.ts'

const cri = (flag: string, text: string, stream = 'stdout'): string =>
  `2026-11-22T04:00:00.123456789Z ${stream} ${flag} ${text}`
const docker = (log: string, stream = 'stdout'): string =>
  JSON.stringify({ log, stream, time: '2026-11-22T04:00:00.1Z' })

/** All that comes out, given in chunks of one line. */
function joined(lines: readonly StreamFrame[]): StreamFrame[] {
  let state = startPartials()
  const out: StreamFrame[] = []
  for (const line of lines) {
    const step = joinPartials(state, [line])
    state = step.state
    out.push(...step.frames)
  }
  return [...out, ...endPartials(state)]
}

it("joins Kubernetes' parts of each stream, under the first part's date", () => {
  const first = cri('P', 'ab').replace('00.123', '00.000')
  expect(
    joined([first, cri('P', 'x', 'stderr'), cri('P', 'cd'), cri('F', 'e f'), cri('F', 'y', 'stderr')]),
  ).toEqual([cri('F', 'abcde f').replace('00.123', '00.000'), cri('F', 'xy', 'stderr')])
})

it("joins Docker's parts up to the newline", () => {
  expect(joined([docker('whole\n'), docker('ab'), docker('other\n', 'stderr'), docker('cd\n')])).toEqual([
    docker('whole\n'),
    docker('other\n', 'stderr'),
    docker('abcd\n'),
  ])
  expect(joined([docker('ab'), docker('cd\n')])).toEqual([docker('abcd\n')])
})

it('leaves lines apart whose newlines a collector took off', () => {
  const lines = Array.from({ length: UNSURE_LIMIT + 3 }, (_, index) => docker(`line ${index}`))
  expect(joined(lines)).toEqual(lines)
  expect(joined(lines.slice(0, 2))).toEqual(lines.slice(0, 2))
})

it('joins long pieces without newlines, and never waits for ever', () => {
  const piece = 'y'.repeat(16_384)
  const before = Array.from({ length: UNSURE_LIMIT }, (_, index) => docker(`line ${index}`))
  expect(joined([...before, docker(piece), docker('end'), docker('next')])).toEqual([
    ...before,
    docker(`${piece}end`),
    docker('next'),
  ])
  const { state } = joinPartials(startPartials(), new Array(5000).fill(cri('P', '')))
  expect(state).toMatchObject({ droppedLines: 1 })
  expect([...state.pending.values()][0]!.lines).toHaveLength(1)
})

it('joins lines with whatever a collector added, however deep that is nested', () => {
  const deep = `{"log":"ab","stream":"stdout","time":"2026-11-22T04:00:00.1Z","attrs":${'['.repeat(9000)}${']'.repeat(9000)}}`
  expect(joined([deep, docker('cd\n')])).toEqual([docker('abcd\n')])
})

it('gives what was never completed at the end', () => {
  expect(joined([cri('P', 'ab'), cri('P', 'cd')])).toEqual([cri('F', 'abcd')])
  expect(joined([docker('x\n'), docker('ab')])).toEqual([docker('x\n'), docker('ab')])
})

it('drops a line that grows over the limit, tells of it once and counts it', () => {
  const part = 'x'.repeat(30_000)
  const lines = [
    cri('P', part),
    cri('P', part),
    cri('P', part),
    cri('P', part),
    cri('F', 'end'),
    cri('F', 'next'),
  ]
  const { state, frames } = joinPartials(startPartials(), lines)
  expect(frames).toEqual([{ reason: 'line-too-long', raw: cri('P', part).slice(0, 200) }, cri('F', 'next')])
  expect(state.droppedLines).toBe(1)
  expect(part.length * 3).toBeGreaterThan(JOINED_LENGTH_LIMIT)
})

it('lets all other lines through as they are, in their order', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('{"log":"', '{"log":1}', cri('X', 'a'), '2026-', '{}'))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      expect(joined(lines)).toEqual(lines)
    }),
  )
})

it('gives the same whole lines however its input is cut into chunks', () => {
  const piece = fc.constantFrom(
    cri('P', 'a'),
    cri('F', 'b'),
    docker('c'),
    docker('d\n'),
    'e',
    cri('P', 'f', 'stderr'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (lines) => {
      const { state, frames } = joinPartials(startPartials(), lines)
      expect([...frames, ...endPartials(state)]).toEqual(joined(lines))
    }),
  )
})
