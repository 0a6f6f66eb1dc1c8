//! Bigrams of a folded text, one at each character, with a sentinel behind the last.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands behind the last character, so that it begins a bigram too. No folded text contains it.
pub(crate) const END: char = '\u{1}';

/// The tokenizer of the field that finds every substring.
#[derive(Clone, Default)]
pub(crate) struct Bigrams {
    token: Token,
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = BigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        self.token.reset();
        self.token.position = usize::MAX;
        BigramStream {
            text,
            at: 0,
            token: &mut self.token,
        }
    }
}

pub(crate) struct BigramStream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else {
            return false;
        };
        let next = first.len_utf8();
        let token = &mut *self.token;
        token.text.clear();
        match rest[next..].chars().next() {
            Some(second) => token.text.push_str(&rest[..next + second.len_utf8()]),
            None => {
                token.text.push(first);
                token.text.push(END);
            }
        }
        token.position = token.position.wrapping_add(1);
        token.offset_from = self.at;
        self.at += next;
        token.offset_to = self.at;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
