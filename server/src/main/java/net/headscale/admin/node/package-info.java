/// Decides what administrators see of nodes and do with them: listing, letting in, moving, sharing, removing, and the
/// paths by which older programs spoke of them.
///
/// - Start reading at [net.headscale.admin.node.NodeEndpoints]; `NodeShape` is what a node looks like in JSON.
@NullMarked
package net.headscale.admin.node;

import org.jspecify.annotations.NullMarked;
