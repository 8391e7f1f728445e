package ipnlocal

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"tailscale.com/control/controlclient"
	"tailscale.com/tailcfg"
	"tailscale.com/types/logger"
	"tailscale.com/types/netmap"
	"tailscale.com/types/opt"
	"tailscale.com/types/views"
	"tailscale.com/util/eventbus"
	"tailscale.com/wgengine/filter"
)

// backend does with a session's updates what LocalBackend does with the peers, the filter and the profiles.
type backend struct{ node *nodeBackend }

func (b backend) UpdateFullNetmap(nm *netmap.NetworkMap) { b.node.SetNetMap(nm) }

func (b backend) UpdateNetmapDelta(mutations []netmap.NodeMutation) bool {
	b.node.UpdateNetmapDelta(mutations)
	return true
}

func (b backend) UpdatePacketFilter(rules views.Slice[tailcfg.FilterRule], parsed []filter.Match) bool {
	if b.node.NetMap() == nil {
		return false
	}
	b.node.setPacketFilter(rules, parsed)
	return true
}

func (b backend) UpdateUserProfiles(profiles map[tailcfg.UserID]tailcfg.UserProfileView) bool {
	if b.node.NetMap() == nil {
		return false
	}
	b.node.mergeUserProfiles(profiles)
	return true
}

type state struct {
	Remembered *tailcfg.MapResponse `json:"remembered"`
	Live       *tailcfg.MapResponse `json:"live,omitempty"`
}

type recording struct {
	Messages []json.RawMessage `json:"messages"`
	States   []state           `json:"states"`
}

// now is what the recording says where the client took its own clock's time.
var now = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

func TestRecord(t *testing.T) {
	in, err := os.Open(os.Getenv("RECORDER_IN"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(os.Getenv("RECORDER_OUT"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var messages []json.RawMessage
		if err := json.Unmarshal(lines.Bytes(), &messages); err != nil {
			t.Fatal(err)
		}
		recorded, err := json.Marshal(record(t, messages))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "%s\n", recorded)
	}
}

func record(t *testing.T, messages []json.RawMessage) recording {
	bus := eventbus.New()
	defer bus.Close()
	b := backend{newNodeBackend(context.Background(), logger.Discard, bus)}
	session := controlclient.NewRecordedSession(b)
	var states []state
	for _, text := range messages {
		var message tailcfg.MapResponse
		if err := json.Unmarshal(text, &message); err != nil {
			t.Fatal(err)
		}
		if !message.KeepAlive {
			session.Take(&message)
		}
		states = append(states, stateOf(session.Remembered(), b.node))
	}
	return recording{messages, states}
}

func stateOf(nm *netmap.NetworkMap, node *nodeBackend) state {
	remembered := full(nm, nm.Peers, nm.UserProfiles, nm.PacketFilterRules)
	node.mu.Lock()
	defer node.mu.Unlock()
	var peers []tailcfg.NodeView
	for _, peer := range node.peers {
		peers = append(peers, peer)
	}
	live := full(nm, peers, node.userProfiles, node.packetFilterRules)
	a, _ := json.Marshal(remembered)
	b, _ := json.Marshal(live)
	if slices.Equal(a, b) {
		live = nil
	}
	return state{remembered, live}
}

// full is the message that would bring a new client to this state.
func full(nm *netmap.NetworkMap, peers []tailcfg.NodeView, profiles map[tailcfg.UserID]tailcfg.UserProfileView, rules views.Slice[tailcfg.FilterRule]) *tailcfg.MapResponse {
	message := &tailcfg.MapResponse{
		DERPMap:                   nm.DERPMap,
		DNSConfig:                 &nm.DNS,
		Domain:                    nm.Domain,
		CollectServices:           opt.NewBool(nm.CollectServices),
		PacketFilter:              rules.AsSlice(),
		SSHPolicy:                 nm.SSHPolicy,
		DomainDataPlaneAuditLogID: nm.DomainAuditLogID,
		DisplayMessages:           map[tailcfg.DisplayMessageID]*tailcfg.DisplayMessage{},
	}
	if nm.SelfNode.Valid() {
		message.Node = nm.SelfNode.AsStruct()
	}
	for id, text := range nm.DisplayMessages {
		message.DisplayMessages[id] = &text
	}
	for _, peer := range peers {
		p := peer.AsStruct()
		if p.LastSeen != nil && time.Since(*p.LastSeen) < time.Hour {
			p.LastSeen = &now
		}
		message.Peers = append(message.Peers, p)
	}
	slices.SortFunc(message.Peers, func(a, b *tailcfg.Node) int { return int(a.ID - b.ID) })
	for _, profile := range profiles {
		message.UserProfiles = append(message.UserProfiles, *profile.AsStruct())
	}
	slices.SortFunc(message.UserProfiles, func(a, b tailcfg.UserProfile) int { return int(a.ID - b.ID) })
	return message
}
