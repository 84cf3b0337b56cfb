import { Extension } from '@peculiar/x509';
import type { NodeRole } from './node-role.js';

/** Fabric CA's extension for attributes: its value is JSON text, not DER (fabric-ca lib/attrmgr). */
const ATTRIBUTES_OID = '1.2.3.4.5.6.7.8.1';

/** The extension which Fabric's client identity library reads `certbridge.roles` from; roles are space separated. */
export function roleAttributes(name: string, role: NodeRole, roles: readonly string[]): Extension {
  const attrs = {
    'certbridge.roles': roles.join(' '),
    'hf.Affiliation': '',
    'hf.EnrollmentID': name,
    'hf.Type': role,
  };
  return new Extension(ATTRIBUTES_OID, false, new TextEncoder().encode(JSON.stringify({ attrs })));
}
