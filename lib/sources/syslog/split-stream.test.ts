import { expect, it } from 'vitest'
import { endStream, FRAME_LENGTH_LIMIT, type StreamFrame, splitStream, startStream } from './split-stream.ts'

function feed(text: string, size: number, mode: 'auto' | 'lines' = 'auto'): StreamFrame[] {
  const bytes = Buffer.from(text)
  let state = startStream(mode)
  const frames: StreamFrame[] = []
  for (let at = 0; at < bytes.length; at += size) {
    const split = splitStream(state, bytes.subarray(at, at + size))
    state = split.state
    frames.push(...split.frames)
    expect(state.carry.length).toBeLessThanOrEqual(FRAME_LENGTH_LIMIT + size)
  }
  return [...frames, ...endStream(state)]
}

it.each([1, 3, 7, 1000])('reads counted and newline frames mixed, in pieces of %i bytes', (size) => {
  expect(feed('7 <5>héy<6>line\r\n\n6 <5>abc<7>last', size)).toEqual([
    '<5>héy',
    '<6>line',
    '<5>abc',
    '<7>last',
  ])
})

it('keeps empty lines of files, and numbers in front of them', () => {
  expect(feed('a\n\n12 b\nc', 2, 'lines')).toEqual(['a', '', '12 b', 'c'])
})

it.each([100, 50_000, 1_000_000])('drops an over-long line once and reads on, in pieces of %i', (size) => {
  const frames = feed(`<5>${'x'.repeat(200_000)}\n<6>next\n`, size)
  expect(frames).toEqual([{ reason: 'line-too-long', raw: `<5>${'x'.repeat(197)}` }, '<6>next'])
})

it('skips an over-long counted frame and reads the one behind it', () => {
  expect(feed(`100000 <5>${'x'.repeat(99_997)}6 <6>abc`, 4096)).toMatchObject([
    { reason: 'line-too-long' },
    '<6>abc',
  ])
})

it('tells of a counted frame that the stream ended in', () => {
  expect(feed('50 <5>abc', 4)).toEqual([{ reason: 'frame-cut', raw: '<5>abc' }])
})
