/** Formats whose lines are words in a fixed order, for the scanner: what each word is, and how it is enclosed. */

/** As words.as counts them. */
const ROLES = [
  ...[
    'skip',
    'key',
    'status',
    'clf-date',
    'iso-date',
    'bytes',
    'total-ms',
    'response-ms',
    'total-s',
    'response-s',
  ],
  ...['part-s', 'server-part-s', 'count', 'dash', 'client', 'address', 'forwarded', 'request', 'app-name'],
]
/** As words.as has room for. */
const WORDS_MOST = 48
const ENCLOSED = { bare: 0, '"': 1, '[': 2, '*': 3 } as const

/** `least`: words that there must be; by default all of them. */
type Plan = { format: string; words: string; least?: number }

const COMBINED = 'client dash client [clf-date "request status bytes'
const AGENT = '"skip "skip'
const ENVOY_TAIL = 'count bytes total-ms response-ms "skip "skip "skip "key "key'

/** One that fits is taken; several formats may have the same name. Numbers and dates apart, the words that matter are keys. */
export const PLANS: readonly Plan[] = [
  { format: 'nginx-common', words: COMBINED },
  { format: 'nginx-combined', words: `${COMBINED} ${AGENT} "forwarded`, least: 9 },
  {
    format: 'nginx-ingress',
    words: `${COMBINED} ${AGENT} count total-s [key [skip key count response-s status skip`,
  },
  { format: 'envoy-default', words: `[iso-date "request status key ${ENVOY_TAIL}` },
  {
    format: 'envoy-istio',
    words: `[iso-date "request status key key key "key ${ENVOY_TAIL} key skip key skip skip skip`,
  },
  {
    format: 'alb',
    words: `key iso-date app-name address key part-s server-part-s part-s status key skip bytes "request "skip skip skip key "skip "skip "skip skip skip "key "skip "key "key "key${' *skip'.repeat(12)}`,
    least: 27,
  },
]

/** Bytes of one plan, as words.as reads them. */
export function writePlan({ words, least }: Plan, to: DataView): void {
  const each = words.split(' ')
  if (each.length > WORDS_MOST) throw new Error(`more than ${WORDS_MOST} words`)
  to.setInt32(0, least ?? each.length, true)
  to.setInt32(4, each.length, true)
  for (const [at, word] of each.entries()) {
    const how = word[0] === '"' || word[0] === '[' || word[0] === '*' ? word[0] : 'bare'
    const role = ROLES.indexOf(how === 'bare' ? word : word.slice(1))
    if (role < 0) throw new Error(`no role: ${word}`)
    to.setUint8(8 + at * 2, ENCLOSED[how])
    to.setUint8(9 + at * 2, role)
  }
}

/** The plan's number for lines of this format, from 1 on; 0 where there is none. */
export const planOf = (format: string): number => PLANS.findIndex((plan) => plan.format === format) + 1
