import { expect, test } from 'vitest'
import { capacitySchema, statedCapacity, toCapacitySetting } from './capacity-setting.ts'

const read = (written: unknown) => capacitySchema.parse(written).map(toCapacitySetting)
const at = { loadBalancer: 'lb1', pool: 'app', server: 'web1' }

test('a number is known to a twentieth; two are the band itself', () => {
  expect(statedCapacity(read([{ pool: 'app', requestsPerSecond: 200 }]), at)).toEqual({
    lowPerS: 190,
    highPerS: 210,
  })
  expect(statedCapacity(read([{ pool: 'lb1/app', requestsPerSecond: [150, 220] }]), at)).toEqual({
    lowPerS: 150,
    highPerS: 220,
  })
})

test('a word about the server comes before one about its pool; another pool is not meant', () => {
  const settings = read([
    { pool: 'app', requestsPerSecond: [1, 2] },
    { pool: 'lb1/app', servers: ['web1', 'web2'], requestsPerSecond: [3, 4] },
    { pool: 'lb2/app', servers: ['web1'], requestsPerSecond: [5, 6] },
  ])
  expect(statedCapacity(settings, at)?.lowPerS).toBe(3)
  expect(statedCapacity(settings, { ...at, server: 'web3' })?.lowPerS).toBe(1)
  expect(statedCapacity(settings, { ...at, loadBalancer: 'lb2' })?.lowPerS).toBe(5)
  expect(statedCapacity(settings, { ...at, pool: 'api' })).toBeNull()
})

test('what is no rate is refused with its reason', () => {
  const refused = (requestsPerSecond: unknown) =>
    capacitySchema.safeParse([{ pool: 'app', requestsPerSecond }]).success
  expect([0, -1, '200', [200, 100], []].map(refused)).toEqual([false, false, false, false, false])
})
