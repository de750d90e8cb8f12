package gqlserve

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// The message types of graphql-transport-ws.
const (
	typeInit      = "connection_init"
	typeAck       = "connection_ack"
	typePing      = "ping"
	typePong      = "pong"
	typeSubscribe = "subscribe"
	typeNext      = "next"
	typeError     = "error"
	typeComplete  = "complete"
)

// maxID is the longest id of an operation on a socket, in bytes.
const maxID = 128

// clientMessage is a message from a client that has the form which the
// protocol demands of its type.
type clientMessage struct {
	kind    string
	id      string          // of subscribe and complete
	payload json.RawMessage // an object, or nil
	params  params          // of subscribe
}

// readMessage decodes a message, and returns false for what is not a message
// of the protocol from a client.
func readMessage(text []byte, l Limits) (clientMessage, bool) {
	var m clientMessage
	var fields map[string]json.RawMessage
	if checkJSON(text, l) != nil || json.Unmarshal(text, &fields) != nil || !isString(fields["type"], &m.kind) {
		return m, false
	}
	if payload := bytes.TrimSpace(fields["payload"]); len(payload) > 0 && string(payload) != "null" {
		if payload[0] != '{' {
			return m, false
		}
		m.payload = payload
	}
	switch m.kind {
	case typeInit, typePing, typePong:
		return m, true
	case typeComplete:
		return m, isString(fields["id"], &m.id) && m.id != ""
	case typeSubscribe:
		if !isString(fields["id"], &m.id) || m.id == "" || len(m.id) > maxID || m.payload == nil {
			return m, false
		}
		var refused *refusal
		m.params, refused = decodeParams(m.payload, l)
		return m, refused == nil
	}
	return m, false
}

func isString(raw json.RawMessage, into *string) bool {
	return len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, into) == nil && utf8.ValidString(*into)
}

// serverMessage is a message to a client. An empty ID or payload is left out.
type serverMessage struct {
	id      string
	kind    string
	payload json.RawMessage
}

// encode returns the message as JSON; the payload, which is JSON, is copied.
func (m serverMessage) encode() []byte {
	b := make([]byte, 0, len(m.payload)+len(m.id)+64)
	b = append(b, '{')
	if m.id != "" {
		id, err := json.Marshal(m.id)
		if err != nil {
			panic("gqlserve: a string that is not JSON: " + err.Error())
		}
		b = append(append(append(b, `"id":`...), id...), ',')
	}
	b = append(append(append(b, `"type":"`...), m.kind...), '"')
	if len(m.payload) > 0 {
		b = append(append(b, `,"payload":`...), m.payload...)
	}
	return append(b, '}')
}
