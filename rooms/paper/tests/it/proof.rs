//! What proves a paper stands on the paper itself: number, hash, and a code that leads to the page of its check.

use std::process::Command;

use kernel::Role;
use paper::Format;
use testkit::Kit;

use crate::support::{entries, published, words};

const BASE: &str = "https://qingdan.example/zhou";

async fn printed(kit: &Kit, format: Format) -> paper::Printed {
    let subject = paper::Subject::Statement(kit.org("n1/t1/v1"), kernel::Month(202_611));
    paper::print(&kit.cx("n1/t1/v1", Role::Secretary), subject, format, BASE, false).await.unwrap()
}

/// What the codes of a grey picture say.
fn decoded(width: usize, height: usize, grey: &[u8]) -> Vec<String> {
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
    picture.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// A picture in PNG, as grey.
fn of_png(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let mut reader = decoder.read_info().unwrap();
    let mut grey = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut grey).unwrap();
    assert_eq!(info.color_type, png::ColorType::Grayscale);
    (usize::try_from(info.width).unwrap(), usize::try_from(info.height).unwrap(), grey)
}

/// The pages of a PDF as another program draws them, in grey.
fn of_pdf(bytes: &[u8]) -> Vec<(usize, usize, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    let drawn =
        Command::new("pdftoppm").args(["-gray", "-r", "200"]).arg(&path).arg(folder.path().join("page")).status();
    assert!(drawn.expect("pdftoppm is needed: scripts/setup.sh installs it (poppler-utils)").success());
    let mut pages: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|e| e == "pgm"));
    pages.iter().map(|path| of_pgm(&std::fs::read(path).unwrap())).collect()
}

/// `P5`, width, height and the whitest value, then one byte for each point.
fn of_pgm(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut parts = bytes.splitn(4, |b| b.is_ascii_whitespace());
    let mut number = || std::str::from_utf8(parts.next().unwrap()).unwrap().to_owned();
    assert_eq!(number(), "P5");
    let (width, height): (usize, usize) = (number().parse().unwrap(), number().parse().unwrap());
    (width, height, bytes[bytes.len() - width * height..].to_vec())
}

testkit::both_engines! {
    async fn number_and_hash_stand_on_the_paper_and_its_code_leads_to_the_check(kit: testkit::Kit) {
        published(&kit, "n1/t1/v1").await;
        let (pdf, docx) = (printed(&kit, Format::Pdf).await, printed(&kit, Format::Docx).await);
        let address = format!("{BASE}/check/{}", pdf.code);
        for (format, paper) in [(Format::Pdf, &pdf), (Format::Docx, &docx)] {
            let read = words(format, &paper.bytes);
            for wanted in [&paper.number, &paper.hash, &address] {
                assert!(read.contains(wanted), "{format:?}: {wanted} is not in {read}");
            }
        }
        let picture = entries(&docx.bytes).into_iter().find(|(name, _)| name == "word/media/qr.png").unwrap().1;
        let (width, height, grey) = of_png(&picture);
        assert_eq!(decoded(width, height, &grey), [address.as_str()]);
        let found: Vec<String> = of_pdf(&pdf.bytes).iter().flat_map(|(w, h, grey)| decoded(*w, *h, grey)).collect();
        assert_eq!(found, [address.as_str()]);
    }
}
