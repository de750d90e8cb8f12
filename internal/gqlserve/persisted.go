package gqlserve

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// known finds the text of a document that is asked for by a name: that of a trusted
// one, or of an automatic persisted query. It returns the hash under which the text is
// to be remembered once it has proved valid, and the empty string when there is
// nothing to remember.
func (h *Handler) known(p *params) (remember string, refused *gqlerror.Error) {
	if h.trusted != nil {
		return "", h.trusted.find(p)
	}
	if p.document != "" {
		return "", NewError(CodePersistedQueryNotSupported, "there are no documents here that go by an id; send the query")
	}
	return h.persisted(p)
}

// persisted finds the text of an automatic persisted query, by the protocol of
// Apollo: a client sends the SHA-256 of a query, and the text only when asked
// for it. What it returns is that of known.
func (h *Handler) persisted(p *params) (remember string, refused *gqlerror.Error) {
	extension, ok := p.extensions["persistedQuery"]
	if !ok || extension == nil {
		return "", nil
	}
	if h.queries == nil {
		return "", NewError(CodePersistedQueryNotSupported, "PersistedQueryNotSupported")
	}
	hash, refused := persistedHash(extension)
	if refused != nil {
		return "", refused
	}
	if p.query == "" {
		query, ok := h.queries.get(hash)
		if !ok {
			return "", NewError(CodePersistedQueryNotFound, "PersistedQueryNotFound")
		}
		p.query = query
		return "", nil
	}
	if hashOf(p.query) != hash {
		return "", NewError(CodeBadRequest, "extensions.persistedQuery.sha256Hash is not the hash of the query")
	}
	return hash, nil
}

// persistedHash reads the extension persistedQuery.
func persistedHash(extension any) (string, *gqlerror.Error) {
	fields, _ := extension.(map[string]any)
	hash, _ := fields["sha256Hash"].(string)
	version, _ := fields["version"].(json.Number)
	if len(hash) != hex.EncodedLen(sha256.Size) || version != "1" {
		return "", NewError(CodeBadRequest, "extensions.persistedQuery must have version 1 and a sha256Hash")
	}
	return hash, nil
}

// hashOf returns the SHA-256 of a text in hexadecimal.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
