import { expect, test } from 'vitest'
import { leastRole, may, type Permission, ROLES } from './role.ts'

const whoMay = (permission: Permission) => ROLES.filter((role) => may(role, permission)).join(' ')

test('each role may what the ones before it may, and shipping stands apart', () => {
  expect(whoMay('look')).toBe('viewer responder operator admin')
  expect(whoMay('create-postmortem')).toBe('responder operator admin')
  expect(whoMay('share')).toBe('responder operator admin')
  expect(whoMay('delete-postmortem')).toBe('operator admin')
  expect(whoMay('revoke-any-link')).toBe('operator admin')
  expect(whoMay('manage-people')).toBe('admin')
  expect(whoMay('ingest')).toBe('ingest operator admin')
})

test('the least role for a thing may do it', () => {
  expect(leastRole('ingest')).toBe('ingest')
  expect(leastRole('look')).toBe('viewer')
  expect(leastRole('import')).toBe('operator')
})
