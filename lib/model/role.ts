/** What a token's holder may do. */

export const ROLES = ['ingest', 'viewer', 'responder', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)
