/** The node OUs by which Fabric tells what an identity is. */
export type NodeRole = 'peer' | 'client' | 'admin' | 'orderer';
