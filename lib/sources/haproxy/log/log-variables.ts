/** HAProxy's log-format variables: which exist, and what their text looks like. */

export type VariableShape =
  | 'int' // digits with an optional sign
  | 'ip'
  | 'date' // 21/Nov/2026:08:59:17.073
  | 'zoned-date' // 21/Nov/2026:08:59:17 +0000, with a space inside
  | 'captures' // {a|b}, or nothing at all
  | 'capture-list' // "a" "b", any number of them
  | 'request' // GET / HTTP/1.1, with spaces inside
  | 'word'

/** Null where HAProxy has no such variable. `Ci`, `Fp`… are names that old versions also took. */
export function variableShape(name: string): VariableShape | null {
  switch (name) {
    case 'B':
    case 'U':
    case 'ST':
    case 'TR':
    case 'Ta':
    case 'Tc':
    case 'Td':
    case 'Th':
    case 'Ti':
    case 'Tq':
    case 'Tr':
    case 'Ts':
    case 'Tt':
    case 'Tu':
    case 'Tw':
    case 'ac':
    case 'bc':
    case 'bp':
    case 'bq':
    case 'cp':
    case 'fc':
    case 'fp':
    case 'lc':
    case 'ms':
    case 'pid':
    case 'rc':
    case 'rt':
    case 'sc':
    case 'sp':
    case 'sq':
    case 'Bp':
    case 'Cp':
    case 'Fp':
    case 'Sp':
      return 'int'
    case 'ci':
    case 'bi':
    case 'fi':
    case 'si':
    case 'Bi':
    case 'Ci':
    case 'Fi':
    case 'Si':
      return 'ip'
    case 't':
    case 'tr':
      return 'date'
    case 'T':
    case 'Tl':
    case 'trg':
    case 'trl':
      return 'zoned-date'
    case 'hr':
    case 'hs':
      return 'captures'
    case 'hrl':
    case 'hsl':
      return 'capture-list'
    case 'r':
      return 'request'
    case 'CC':
    case 'CS':
    case 'H':
    case 'HM':
    case 'HP':
    case 'HPO':
    case 'HQ':
    case 'HU':
    case 'HV':
    case 'ID':
    case 'OG':
    case 'b':
    case 'f':
    case 'ft':
    case 's':
    case 'sslc':
    case 'sslv':
    case 'ts':
    case 'tsc':
      return 'word'
    default:
      return null
  }
}

/** A cut line counts only when all of these that the format has were read whole. */
export function isEssential(name: string): boolean {
  return ESSENTIAL.includes(name)
}

/** Names that only a line about an HTTP request has. */
export function isHttpName(name: string): boolean {
  return HTTP.includes(name)
}

/** Variables that the record has a place for; others go to its `fields`. */
export function hasPlace(name: string): boolean {
  return PLACED.includes(name)
}

const ESSENTIAL = 'ci f ft b s ST ts tsc Ta Tt Tw Tc Tr TR Tq B'.split(' ')
const HTTP = 'ST TR Tq Tr tr trg trl CC CS tsc r HM HP HPO HQ HU HV hr hs hrl hsl'.split(' ')
const PLACED =
  'ci cp ft f b s TR Tw Tc Tr Ta B tsc ts ac fc bc sc rc sq bq ST CC CS hr hs hrl hsl r HM HU HV tr t trg trl T Tl Ts ms Ci Cp'.split(
    ' ',
  )

/** No name is longer. */
const KEY_LENGTH_LIMIT = 64

/** The variable that a JSON key most likely stands for: HAProxy's own names first; null if none. */
export function variableOfKey(key: string): string | null {
  if (variableShape(key)) return key
  if (key.length > KEY_LENGTH_LIMIT) return null
  switch (key.toLowerCase().replace(/[-_.\s]/g, '')) {
    case 'clientip':
    case 'client':
    case 'srcip':
    case 'src':
    case 'remoteaddr':
      return 'ci'
    case 'clientport':
    case 'srcport':
      return 'cp'
    case 'fe':
    case 'frontend':
    case 'frontendname':
      return 'ft'
    case 'be':
    case 'backend':
    case 'backendname':
    case 'pool':
      return 'b'
    case 'srv':
    case 'server':
    case 'servername':
      return 's'
    case 'status':
    case 'statuscode':
    case 'httpstatus':
    case 'httpstatuscode':
      return 'ST'
    case 'bytes':
    case 'bytesread':
    case 'bytessent':
      return 'B'
    case 'terminationstate':
    case 'termination':
      return 'ts'
    case 'timestamp':
    case 'time':
    case 'date':
    case 'acceptdate':
    case 'requestdate':
    case '@timestamp':
      return 'tr'
    case 'request':
    case 'httprequest':
      return 'r'
    case 'method':
    case 'httpmethod':
    case 'requestmethod':
      return 'HM'
    case 'uri':
    case 'url':
    case 'requesturi':
    case 'httpuri':
      return 'HU'
    case 'path':
    case 'httppath':
      return 'HP'
    case 'query':
    case 'httpquery':
      return 'HQ'
    case 'httpversion':
    case 'version':
      return 'HV'
    case 'timerequest':
      return 'TR'
    case 'timequeue':
    case 'timebackendqueue':
      return 'Tw'
    case 'timeconnect':
    case 'timebackendconnect':
      return 'Tc'
    case 'timeresponse':
    case 'timebackendresponse':
      return 'Tr'
    case 'timetotal':
    case 'timeactive':
    case 'timeduration':
      return 'Ta'
    case 'retries':
      return 'rc'
    case 'actconn':
      return 'ac'
    case 'feconn':
    case 'frontendconn':
      return 'fc'
    case 'beconn':
    case 'backendconn':
      return 'bc'
    case 'srvconn':
    case 'serverconn':
      return 'sc'
    case 'srvqueue':
    case 'serverqueue':
      return 'sq'
    case 'backendqueue':
      return 'bq'
    default:
      return null
  }
}
