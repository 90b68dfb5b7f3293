//! Photos are taken in as pixels only: whatever the file says about place, time or device is left behind.

use std::io::Cursor;

use cx::AppError;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder};
use kernel::Fault;

/// The longest side of a kept photo, in pixels.
const SIDE_MOST: u32 = 1_600;
/// The longest side of a photo that is read at all, in pixels; together with [`PIXELS_MOST`].
const READ_MOST: u32 = 20_000;
/// Pixels of a photo that is read at all.
const PIXELS_MOST: u64 = 40_000_000;
/// Quality of kept JPEGs, of 100.
const QUALITY: u8 = 82;
/// More photos than any item may ask for are not even looked at.
const COUNT_MOST: usize = 3;

/// Brings photos into their kept form, off the async threads.
///
/// # Errors
/// A fault of the field `photos` if there are too many, or one is no photo.
pub(crate) async fn prepare(sent: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, AppError> {
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    if sent.len() > COUNT_MOST {
        return Err(Fault::of("photos", "task_list_photos_unasked").with("most", COUNT_MOST).into());
    }
    let sent = sent.to_vec();
    tokio::task::spawn_blocking(move || sent.iter().map(|bytes| kept_form(bytes)).collect())
        .await
        .map_err(|e| AppError::Internal(format!("photo: {e}")))?
}

/// Upright, at most [`SIDE_MOST`] long, a JPEG without any metadata.
fn kept_form(bytes: &[u8]) -> Result<Vec<u8>, AppError> {
    let refused = |_| AppError::from(Fault::of("photos", "task_list_photo_unfit"));
    let format = magic(bytes).ok_or_else(|| refused(()))?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(READ_MOST);
    limits.max_image_height = Some(READ_MOST);
    limits.max_alloc = Some(PIXELS_MOST * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| refused(()))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MOST {
        return Err(refused(()));
    }
    let orientation = decoder.orientation().map_err(|_| refused(()))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| refused(()))?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > SIDE_MOST {
        picture = picture.thumbnail(SIDE_MOST, SIDE_MOST);
    }
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(|e| AppError::Internal(format!("photo: {e}")))?;
    Ok(out)
}

/// The format by the first bytes, not by any name: only three are read.
fn magic(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Vec::new();
        DynamicImage::new_rgb8(width, height).write_to(&mut Cursor::new(&mut out), ImageFormat::Png).unwrap();
        out
    }

    /// A JPEG whose EXIF block turns it by a quarter.
    fn turned_jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut plain = Vec::new();
        DynamicImage::new_rgb8(width, height).write_to(&mut Cursor::new(&mut plain), ImageFormat::Jpeg).unwrap();
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let mut out = vec![0xff, 0xd8, 0xff, 0xe1, length[0], length[1]];
        out.append(&mut exif);
        out.extend_from_slice(&plain[2..]);
        out
    }

    #[test]
    fn a_photo_is_kept_small_upright_and_without_its_metadata() {
        let kept = kept_form(&turned_jpeg(2_000, 1_000)).unwrap();
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (800, 1_600));
        assert!(!kept.windows(4).any(|w| w == b"Exif"));
        assert_eq!(image::load_from_memory(&kept_form(&png(20, 10)).unwrap()).unwrap().width(), 20);
    }

    #[test]
    fn what_is_no_photo_is_refused_whatever_it_calls_itself() {
        for bytes in
            [b"GIF89a".to_vec(), b"<svg/>".to_vec(), Vec::new(), b"\xff\xd8\xff".to_vec(), png(20, 10)[..40].to_vec()]
        {
            assert!(matches!(kept_form(&bytes), Err(AppError::Invalid(_))));
        }
        // A header that promises more pixels than are ever read.
        let mut bomb = png(1, 1);
        bomb[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
        assert!(matches!(kept_form(&bomb), Err(AppError::Invalid(_))));
    }
}
