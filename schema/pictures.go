package schema

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/export"
)

// The words of pictures, as package export has them.
type (
	PictureView    = export.View
	PicturePage    = export.Page
	PictureProfile = export.Profile
)

// MarshalPictureView writes a word of [export.View].
func MarshalPictureView(v export.View) graphql.Marshaler { return marshalWord(v) }

// UnmarshalPictureView reads a word of [export.View].
func UnmarshalPictureView(v any) (export.View, error) { return unmarshalWord[export.View](v) }

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
