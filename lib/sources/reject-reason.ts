/** Why a line could not be read: the whole list, for counting and for tests. */

export type RejectReason =
  | 'empty-line'
  | 'line-too-long'
  | 'frame-cut' // the stream ended inside an octet-counted frame
  | 'unknown-format'
  | 'bad-client'
  | 'bad-date'
  | 'bad-timers'
  | 'bad-status'
  | 'line-cut' // cut before the fields that matter
  | 'bad-clf'
  | 'bad-json'
  | 'json-cut' // cut before the fields that matter
  | 'json-unknown-keys' // an object, but none of HAProxy's names in it
  | 'bad-state-line'
