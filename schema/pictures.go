package schema

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/export"
)

// The words of pictures, as package export has them.
type (
	Diagram        = export.Diagram
	PicturePage    = export.Page
	PictureProfile = export.Profile
)

// MarshalDiagram writes a word of [export.Diagram].
func MarshalDiagram(v export.Diagram) graphql.Marshaler { return marshalWord(v) }

// UnmarshalDiagram reads a word of [export.Diagram].
func UnmarshalDiagram(v any) (export.Diagram, error) { return unmarshalWord[export.Diagram](v) }

// MarshalPicturePage writes a word of [export.Page].
func MarshalPicturePage(v export.Page) graphql.Marshaler { return marshalWord(v) }

// UnmarshalPicturePage reads a word of [export.Page].
func UnmarshalPicturePage(v any) (export.Page, error) { return unmarshalWord[export.Page](v) }

// MarshalPictureProfile writes a word of [export.Profile].
func MarshalPictureProfile(v export.Profile) graphql.Marshaler { return marshalWord(v) }

// UnmarshalPictureProfile reads a word of [export.Profile].
func UnmarshalPictureProfile(v any) (export.Profile, error) {
	return unmarshalWord[export.Profile](v)
}

// PictureInfo is a picture and what to know of it.
type PictureInfo struct{ export.Result }

// Svg returns the document.
func (p *PictureInfo) Svg() string { return string(p.SVG) }
