package gqlserve

import (
	"errors"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// checkTokens reads the tokens of a document without recursion and returns
// their number. It refuses a document that is too large, has too many tokens,
// nests too deep or applies too many directives, so that whatever reads the
// document afterwards may recurse. It stops at the first excess.
func checkTokens(query string, l Limits) (tokens int, refused *gqlerror.Error) {
	if len(query) > l.Document {
		return 0, overLimit(CodeParseFailed, "document", l.Document, "the document is larger than %d bytes", l.Document)
	}
	lex := lexer.New(&ast.Source{Input: query})
	depth, directives := 0, 0
	for {
		tok, err := lex.ReadToken()
		if err != nil {
			return tokens, lexError(err)
		}
		if tok.Kind == lexer.EOF {
			return tokens, nil
		}
		if tokens++; tokens > l.Tokens {
			return tokens, at(overLimit(CodeParseFailed, "tokens", l.Tokens,
				"the document has more than %d tokens", l.Tokens), &tok.Pos)
		}
		switch tok.Kind {
		case lexer.BraceL, lexer.BracketL, lexer.ParenL:
			if depth++; depth > l.Nesting {
				return tokens, at(overLimit(CodeParseFailed, "nesting", l.Nesting,
					"the document nests deeper than %d brackets", l.Nesting), &tok.Pos)
			}
		case lexer.BraceR, lexer.BracketR, lexer.ParenR:
			depth--
		case lexer.At:
			if directives++; directives > l.Directives {
				return tokens, at(overLimit(CodeParseFailed, "directives", l.Directives,
					"the document applies more than %d directives", l.Directives), &tok.Pos)
			}
		}
	}
}

// lexError gives an error of the lexer or of the parser its code.
func lexError(err error) *gqlerror.Error {
	if e, ok := errors.AsType[*gqlerror.Error](err); ok {
		return withCode(e, CodeParseFailed)
	}
	return NewError(CodeParseFailed, "%s", shorten(err.Error()))
}
