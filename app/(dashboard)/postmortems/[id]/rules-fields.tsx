/** What a link hides: by kind, and the author's own words. */

import { useState } from 'react'
import type { RedactionRules } from '#lib/model/share-link'

const KINDS: [Exclude<keyof RedactionRules, 'words'>, string][] = [
  ['addresses', 'Addresses: IPv4, IPv6, MAC'],
  ['hosts', 'Hosts and load balancers'],
  ['pools', 'Pools'],
  ['servers', 'Servers'],
  ['users', 'People and users'],
  ['uris', 'URLs, paths, query strings'],
  ['headers', 'Header and cookie values'],
]

type Props = { rules: RedactionRules; onChange: (rules: RedactionRules) => void }

export function RulesFields({ rules, onChange }: Props) {
  const [words, setWords] = useState(rules.words.join('\n'))
  const take = () => {
    const list = words.split('\n').map((word) => word.trim())
    onChange({ ...rules, words: [...new Set(list.filter((word) => word !== ''))] })
  }
  return (
    <fieldset>
      <legend>Hide, and call by another name</legend>
      {KINDS.map(([name, label]) => (
        <label key={name} className="tick">
          <input
            type="checkbox"
            checked={rules[name]}
            onChange={(event) => onChange({ ...rules, [name]: event.target.checked })}
          />
          {label}
        </label>
      ))}
      <label>
        Words of your own, one a line
        <textarea rows={3} value={words} onChange={(event) => setWords(event.target.value)} onBlur={take} />
      </label>
    </fieldset>
  )
}
