import { expect, test } from 'vitest'
import { checkPassword, checkPersonName, personNameKey } from './person.ts'

test('names that read alike are one name', () => {
  expect(personNameKey('  Ada  Lovelace ')).toBe('ada lovelace')
  expect(personNameKey('ＡＤＡ')).toBe('ada')
})

test('a name says something and hides nothing', () => {
  expect(checkPersonName('Ada Lovelace')).toBeNull()
  expect(checkPersonName('   ')).toContain('1 to 60')
  expect(checkPersonName('x'.repeat(61))).toContain('1 to 60')
  expect(checkPersonName('ada\u202eada')).toContain('invisible')
  expect(checkPersonName('Loopback ')).toContain('audit log')
  expect(checkPersonName('ada\n')).toContain('control')
})

test('a password is long, is not one letter, and is not the name', () => {
  expect(checkPassword('correct horse', 'ada')).toBeNull()
  expect(checkPassword('elevenchars', 'ada')).toContain('at least 12')
  expect(checkPassword('x'.repeat(201), 'ada')).toContain('at most 200')
  expect(checkPassword('aaaaaaaaaaaaaaa', 'ada')).toContain('different')
  expect(checkPassword('Lovelace12345', 'lovelace')).toContain('more than the name')
})
