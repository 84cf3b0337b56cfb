/** What the service's database role may add to and read, and nothing else. */
export const AUDIT_TABLES = ['audit_records', 'audit_leaves', 'audit_heads'] as const;
