// Package controlclient: this file gives the recorder a map session of its own.
package controlclient

import (
	"context"

	"tailscale.com/control/controlknobs"
	"tailscale.com/tailcfg"
	"tailscale.com/types/key"
	"tailscale.com/types/netmap"
)

// RecordedSession is a map session that is fed by hand.
type RecordedSession struct{ session *mapSession }

// NewRecordedSession starts a session that tells updater what it would tell the backend.
func NewRecordedSession(updater NetmapUpdater) *RecordedSession {
	return &RecordedSession{newMapSession(key.NewNode(), updater, new(controlknobs.Knobs))}
}

// Take takes one message that is no keep-alive.
func (r *RecordedSession) Take(message *tailcfg.MapResponse) {
	r.session.handleNonKeepAliveMapResponse(context.Background(), message, false)
}

// Remembered is the netmap that a full rebuild would make.
func (r *RecordedSession) Remembered() *netmap.NetworkMap { return r.session.netmap() }
