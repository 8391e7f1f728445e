package net.headscale.journal.sql;

import net.headscale.tailnet.Node;
import net.headscale.tailnet.TailnetId;

/// A node whose volatile parts are to be stored some time soon.
record Behind(TailnetId tailnet, Node node) {}
