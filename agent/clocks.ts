/** The host's two clocks: the one on the wall, which may be set, and the one that only goes forward. */

export type Clocks = { wallMs: () => number; steadyMs: () => number }

export const hostClocks: Clocks = { wallMs: () => Date.now(), steadyMs: () => performance.now() }
