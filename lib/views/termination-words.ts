/** HAProxy's termination states in words: who ended the session, and where it had got to. */

const WHOLE: Record<string, string> = {
  SC: 'the server refused or could not be reached',
  sC: 'the server did not accept in time',
  SH: 'the server closed before it answered',
  sH: 'the server did not answer in time',
  SD: 'the server broke off its answer',
  sD: 'the server fell silent in its answer',
  sQ: 'waited too long in the queue',
  SQ: 'found no server in the queue',
  CD: 'the client left during the answer',
  cD: 'the client fell silent',
  CH: 'the client left before the answer',
  CC: 'the client left before the server accepted',
  CQ: 'the client left the queue',
  CR: 'the client left before its request was whole',
  cR: 'the client did not finish its request in time',
  PR: 'refused by a rule or a limit of HAProxy',
  PH: 'the answer was refused by HAProxy: not valid, or denied',
  LR: 'answered by HAProxy itself',
}

const WHO: Record<string, string> = {
  C: 'ended by the client',
  S: 'ended by the server',
  P: 'ended by HAProxy',
  L: 'answered by HAProxy itself',
  R: 'ended for want of a resource',
  I: 'ended by an internal error',
  D: 'cut: the server was marked down',
  U: 'cut: a better server came back',
  K: 'cut by an operator or a hard stop',
  c: 'the client timed out',
  s: 'the server timed out',
}

const WHERE: Record<string, string> = {
  R: 'before the request was whole',
  Q: 'in the queue',
  C: 'before the server accepted',
  H: 'before the answer',
  D: 'during the answer',
  L: 'during the last of the answer',
  T: 'in a tarpit',
}

/** `SH` → `the server closed before it answered`; a state that is not known is given as it is. */
export function terminationWords(state: string): string {
  const whole = WHOLE[state.slice(0, 2)]
  if (whole) return whole
  const who = WHO[state.charAt(0)]
  if (!who) return state
  const where = WHERE[state.charAt(1)]
  return where ? `${who} ${where}` : who
}
