//! `#[derive(Texts)]`: a type hands out every text that it holds.
//!
//! Every field of a type must hand out its texts too, so that a text that is added to a record cannot
//! be missed. A field may state what its text is: `#[texts(Id)]`, `#[texts(Typed)]`, `#[texts(Address)]`.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Code;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Field, Fields, Ident, parse_macro_input, parse_quote};

/// Derives `model::Texts`.
#[proc_macro_derive(Texts, attributes(texts))]
pub fn derive(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    walk(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn walk(input: &DeriveInput) -> syn::Result<Code> {
    let arms = match &input.data {
        Data::Struct(data) => vec![arm(&quote!(Self), &data.fields)?],
        Data::Enum(data) => {
            let variants = data.variants.iter();
            let arms = variants.map(|variant| {
                let name = &variant.ident;
                arm(&quote!(Self::#name), &variant.fields)
            });
            arms.collect::<syn::Result<Vec<_>>>()?
        }
        Data::Union(_) => {
            return Err(syn::Error::new_spanned(&input.ident, "a union has no texts"));
        }
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(crate::Texts));
    }
    let (generics, types, conditions) = generics.split_for_impl();
    Ok(quote! {
        impl #generics crate::Texts for #name #types #conditions {
            fn texts(&mut self, _: crate::TextKind, into: &mut dyn crate::TextVisitor) {
                let _ = &into;
                match self { #(#arms)* }
            }
        }
    })
}

/// The arm for one shape: every field is bound, so that none can be left out.
fn arm(path: &Code, fields: &Fields) -> syn::Result<Code> {
    let bound: Vec<Ident> = (0..fields.len()).map(|at| format_ident!("field{at}")).collect();
    let mut calls = Vec::new();
    for (field, bound) in fields.iter().zip(&bound) {
        let kind = kind(field)?;
        calls.push(quote!(crate::Texts::texts(#bound, #kind, into);));
    }
    let pattern = match fields {
        Fields::Named(named) => {
            let names = named.named.iter().map(|field| &field.ident);
            quote!(#path { #(#names: #bound),* })
        }
        Fields::Unnamed(_) => quote!(#path(#(#bound),*)),
        Fields::Unit => quote!(#path),
    };
    Ok(quote!(#pattern => { #(#calls)* }))
}

/// What the text of a field is: prose, unless it states otherwise.
fn kind(field: &Field) -> syn::Result<Code> {
    let Some(stated) = field.attrs.iter().find(|attribute| attribute.path().is_ident("texts"))
    else {
        return Ok(quote!(crate::TextKind::Prose));
    };
    let kind: Ident = stated.parse_args()?;
    Ok(quote!(crate::TextKind::#kind))
}
