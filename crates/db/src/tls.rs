//! PostgreSQL over TLS: what `sslmode` and `sslrootcert` of an address ask for, and the connector that keeps to it.
//!
//! | `sslmode` | |
//! |---|---|
//! | `disable`, or none | as it is: for the same machine, or a line that is protected otherwise |
//! | `require` | encrypted; whoever answers is believed, unless `sslrootcert` names an authority |
//! | `verify-ca` | encrypted, with a certificate of the authority |
//! | `verify-full` | encrypted, with a certificate of the authority for the name in the address |
//!
//! The authority is the file of `sslrootcert` (PEM), else (or with `system`) those that the machine trusts. What falls
//! back to an open line by itself (`prefer`, `allow`) protects nobody and is refused.

use std::{path::PathBuf, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::DbFault;

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Require,
    VerifyCa,
    VerifyFull,
}

/// Whose word on certificates counts.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Roots {
    Machine,
    File(PathBuf),
}

/// An address without what concerns TLS, and that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// What the driver takes.
    pub(crate) url: String,
    asked: Option<(Mode, Option<Roots>)>,
}

impl Way {
    /// Takes an address apart.
    ///
    /// # Errors
    /// A mode that is unknown or protects nobody; an authority without a mode.
    pub(crate) fn of(url: &str) -> Result<Self, String> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut rest, mut mode, mut roots) = (Vec::new(), None, None);
        for pair in query.split('&').filter(|p| !p.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => roots = Some(decoded(value)?),
                _ => rest.push(pair),
            }
        }
        let roots = roots.map(|r| if r == "system" { Roots::Machine } else { Roots::File(PathBuf::from(r)) });
        let asked = match (mode, roots) {
            (None | Some("disable"), None) => None,
            (None | Some("disable"), Some(_)) => {
                return Err("sslrootcert without a mode that uses it: add sslmode=verify-full".to_owned());
            }
            (Some("require"), roots) => Some((Mode::Require, roots)),
            (Some("verify-ca"), roots) => Some((Mode::VerifyCa, roots)),
            (Some("verify-full"), roots) => Some((Mode::VerifyFull, roots)),
            (Some(other), _) => {
                return Err(format!("sslmode={other}: write disable, require, verify-ca or verify-full"));
            }
        };
        let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        Ok(Self { url, asked })
    }

    /// The connector; none for an open line.
    ///
    /// # Errors
    /// Authorities that cannot be read.
    pub(crate) fn connector(&self) -> Result<Option<MakeRustlsConnect>, DbFault> {
        let Some((mode, roots)) = &self.asked else { return Ok(None) };
        let provider = Arc::new(ring::default_provider());
        let verifier = Verifier::of(*mode, roots.as_ref(), &provider)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| DbFault::Unfit(format!("TLS: {e}")))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Some(MakeRustlsConnect::new(config)))
    }
}

/// The sentence for a certificate that was refused; none if something else went wrong.
pub(crate) fn refusal(error: &postgres::Error) -> Option<String> {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = cause.downcast_ref::<Error>().or_else(|| inner.and_then(|e| e.downcast_ref::<Error>()));
        if let Some(Error::InvalidCertificate(why)) = found {
            return Some(match why {
                CertificateError::UnknownIssuer => {
                    "the server's certificate is of no authority that sslrootcert names (or, without it, that this \
                     machine trusts)"
                        .to_owned()
                }
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                    format!("the server's certificate is for another name than the address says: {why}")
                }
                other => format!("the server's certificate is not accepted: {other}"),
            });
        }
        next = cause.source();
    }
    None
}

/// `%41` as `A`; paths may hold what an address may not.
fn decoded(value: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        let (high, low) = (digit(rest.next()), digit(rest.next()));
        let pair = high.zip(low).ok_or_else(|| format!("sslrootcert={value}: a % without two digits after it"))?;
        bytes.push(pair.0 * 16 + pair.1);
    }
    String::from_utf8(bytes).map_err(|_| format!("sslrootcert={value}: not UTF-8"))
}

fn authorities(roots: &Roots) -> Result<RootCertStore, DbFault> {
    let mut store = RootCertStore::empty();
    let bad = |e: String| DbFault::Unfit(format!("sslrootcert: {e}"));
    match roots {
        Roots::File(path) => {
            let at = |e: rustls::pki_types::pem::Error| bad(format!("{}: {e}", path.display()));
            for certificate in CertificateDer::pem_file_iter(path).map_err(at)? {
                store.add(certificate.map_err(at)?).map_err(|e| bad(format!("{}: {e}", path.display())))?;
            }
        }
        Roots::Machine => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if store.is_empty() { Err(bad("no certificate in it".to_owned())) } else { Ok(store) }
}

/// Judges the server's certificate as far as the mode asks for it. That it holds the key of that certificate is
/// proved in every mode.
#[derive(Debug)]
struct Verifier {
    mode: Mode,
    /// None: whoever answers is believed.
    chain: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    fn of(mode: Mode, roots: Option<&Roots>, provider: &Arc<CryptoProvider>) -> Result<Self, DbFault> {
        let roots = match (mode, roots) {
            (Mode::Require, roots) => roots,
            (_, roots) => Some(roots.unwrap_or(&Roots::Machine)),
        };
        let build = |roots| {
            let store = Arc::new(authorities(roots)?);
            WebPkiServerVerifier::builder_with_provider(store, Arc::clone(provider))
                .build()
                .map_err(|e| DbFault::Unfit(format!("sslrootcert: {e}")))
        };
        Ok(Self { mode, chain: roots.map(build).transpose()?, provider: Arc::clone(provider) })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        match chain.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            // The chain is judged before the name.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.mode != Mode::VerifyFull => Ok(ServerCertVerified::assertion()),
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_its_connection_is_protected() {
        let of = |query: &str| Way::of(&format!("postgres://u:p@db.example/q{query}"));
        let plain = of("").unwrap();
        assert_eq!((plain.url.as_str(), &plain.asked), ("postgres://u:p@db.example/q", &None));
        assert_eq!(of("?sslmode=disable").unwrap(), plain);
        assert_eq!(of("?sslmode=require").unwrap().asked, Some((Mode::Require, None)));
        let full =
            of("?application_name=x&sslmode=verify-full&sslrootcert=/etc/my%20ca.pem&connect_timeout=3").unwrap();
        assert_eq!(full.url, "postgres://u:p@db.example/q?application_name=x&connect_timeout=3");
        assert_eq!(full.asked, Some((Mode::VerifyFull, Some(Roots::File("/etc/my ca.pem".into())))));
        assert_eq!(
            of("?sslmode=verify-ca&sslrootcert=system").unwrap().asked,
            Some((Mode::VerifyCa, Some(Roots::Machine)))
        );
    }

    #[test]
    fn what_protects_nobody_or_means_nothing_is_refused() {
        let refused = |query: &str| Way::of(&format!("postgres://u@h/q?{query}")).unwrap_err();
        assert!(refused("sslmode=prefer").contains("verify-full"));
        assert!(refused("sslmode=allow").contains("disable"));
        assert!(refused("sslrootcert=/ca.pem").contains("sslmode"));
        assert!(refused("sslmode=require&sslrootcert=%2").contains('%'));
    }

    #[test]
    fn an_authority_that_cannot_be_read_is_told_by_its_file() {
        let told = |path: &str| {
            let way = Way::of(&format!("postgres://u@h/q?sslmode=verify-full&sslrootcert={path}")).unwrap();
            way.connector().err().unwrap().to_string()
        };
        assert!(told("/nowhere/ca.pem").contains("/nowhere/ca.pem"));
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.pem");
        std::fs::write(&empty, "nothing\n").unwrap();
        assert!(told(&empty.display().to_string()).contains("no certificate"));
    }
}
