package net.headscale.policy;

/// Viewers that see the same nodes with the same routes: equal cohorts of one compiled policy may share their bytes.
///
/// @param key of one compiled policy; equal keys of two compiled policies mean nothing
/// @param visible whom a viewer sees; leave out the viewer itself, which may be among them
public record Cohort(Object key, NodeSet visible) {}
