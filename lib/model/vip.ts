/** An address that moves between hosts: who held it when, by the hosts' own word or by their neighbours'. */

export type VipHolding = {
  /** Null where no agent stands there: then only its MAC is known. */
  host: string | null
  link: string | null
  mac: string | null
  fromMs: number
  fromErrorMs: number
  /** True where it was held before anybody looked: then `fromMs` is the first look. */
  fromUnknown: boolean
  /** Null while it is held, by the holder's last word. */
  toMs: number | null
  toErrorMs: number
}

export type VipMove = {
  /** When the new holder had it. */
  atMs: number
  errorMs: number
  from: VipHolding
  to: VipHolding
  /** Hosts whose word it rests on. */
  seenBy: string[]
  /** `address`: the new holder said so; `neighbour`: only its neighbours did. */
  by: 'address' | 'neighbour'
}

export type Vip = {
  address: string
  because: 'vrrp' | 'moved' | 'neighbours'
  /** Oldest first, at most `MAX_HOLDINGS`; those with `toMs` null hold it now. */
  holdings: VipHolding[]
  /** Newest last, at most `MAX_MOVES`. */
  moves: VipMove[]
}
