//! What proves a paper stands on the paper itself: number, hash, and a code that leads to the page of its check.

use hayro::{RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, hayro_syntax::Pdf, vello_cpu};
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

/// The pages of a PDF as grey pictures, four dots to a point: 288 dpi, what a plain printer prints.
fn of_pdf(bytes: &[u8]) -> Vec<(usize, usize, Vec<u8>)> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let how = RenderSettings {
        x_scale: 4.0,
        y_scale: 4.0,
        bg_color: vello_cpu::color::palette::css::WHITE,
        ..Default::default()
    };
    let draw = |page| {
        let drawn = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &how);
        let grey = drawn.data_as_u8_slice().chunks_exact(4).map(|dot| dot[1]).collect();
        (usize::from(drawn.width()), usize::from(drawn.height()), grey)
    };
    pdf.pages().iter().map(draw).collect()
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
        let pages = of_pdf(&pdf.bytes);
        let codes: Vec<String> = pages.iter().flat_map(|(width, height, grey)| decoded(*width, *height, grey)).collect();
        assert_eq!(codes, [address.as_str()], "on {} pages", pages.len());
    }
}
