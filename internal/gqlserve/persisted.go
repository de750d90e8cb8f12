package gqlserve

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// persisted finds the text of an automatic persisted query, by the protocol of
// Apollo: a client sends the SHA-256 of a query, and the text only when asked
// for it. It returns the hash under which the text is to be remembered once it
// has proved valid, and the empty string when there is nothing to remember.
func (h *Handler) persisted(p *params) (remember string, refused *gqlerror.Error) {
	extension, ok := p.extensions["persistedQuery"]
	if !ok || extension == nil {
		return "", nil
	}
	if h.queries == nil {
		return "", NewError("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
	}
	fields, _ := extension.(map[string]any)
	hash, _ := fields["sha256Hash"].(string)
	version, _ := fields["version"].(json.Number)
	if len(hash) != hex.EncodedLen(sha256.Size) || version != "1" {
		return "", NewError(CodeBadRequest, "extensions.persistedQuery must have version 1 and a sha256Hash")
	}
	if p.query == "" {
		query, ok := h.queries.get(hash)
		if !ok {
			return "", NewError(CodePersistedQueryNotFound, "PersistedQueryNotFound")
		}
		p.query = query
		return "", nil
	}
	sum := sha256.Sum256([]byte(p.query))
	if hex.EncodeToString(sum[:]) != hash {
		return "", NewError(CodeBadRequest, "extensions.persistedQuery.sha256Hash is not the hash of the query")
	}
	return hash, nil
}
